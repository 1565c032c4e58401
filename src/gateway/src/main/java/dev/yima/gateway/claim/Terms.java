package dev.yima.gateway.claim;

import dev.yima.engine.Draw;
import dev.yima.engine.PrizePool;
import java.util.UUID;

/**
 * What a claim draws from.
 *
 * @param campaign the campaign
 * @param currency the unit of its cash
 * @param pool its prizes
 * @param draw its secret order
 */
public record Terms(UUID campaign, String currency, PrizePool pool, Draw draw) {}
