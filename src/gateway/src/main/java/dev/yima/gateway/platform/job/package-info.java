/**
 * Work that time brings about. A {@link dev.yima.gateway.platform.job.Job} runs once over all replicas, under a lease
 * that the database's clock measures; a {@link dev.yima.gateway.platform.job.FairLane} runs on every replica, over rows
 * that are leased one by one. Knows no feature.
 */
@NullMarked
package dev.yima.gateway.platform.job;

import org.jspecify.annotations.NullMarked;
