/** Conditions of a campaign: who may claim, when, from where and how often. Pure. */
@NullMarked
package dev.yima.engine.condition;

import org.jspecify.annotations.NullMarked;
