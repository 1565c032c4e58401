package dev.yima.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * A start with a database and a clock of its own, for what is not to be undone: a clock put forward by months, and
 * forged rows, whose test comes last.
 */
public class StartOfItsOwn implements QuarkusTestProfile {}
