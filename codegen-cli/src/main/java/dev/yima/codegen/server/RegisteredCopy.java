package dev.yima.codegen.server;

import java.util.List;

/**
 * A copy of a lot's codes, as the server has written it down.
 *
 * @param place its place among the copies of the lot, from 0
 * @param recipient whom it is for; empty for the brand's own
 * @param honeys the serials that stand in this copy alone, in their order
 * @param mixed whether those are scattered among the others
 */
public record RegisteredCopy(int place, String recipient, List<Integer> honeys, boolean mixed) {}
