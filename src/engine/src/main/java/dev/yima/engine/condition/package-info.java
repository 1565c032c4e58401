/**
 * Conditions of a campaign: who may claim, when, from where and how often. Pure.
 *
 * <p>To add one, say "members of a segment":
 *
 * <ol>
 *   <li>Write one record, {@code Segment}, beside {@link dev.yima.engine.condition.Tags}. Choose its phase by the facts
 *       that it needs: {@link dev.yima.engine.condition.Condition.BeforeCommit} where time and place of the request
 *       suffice, {@link dev.yima.engine.condition.Condition.UnderLock} where the claimant's history counts. The
 *       {@code permits} clause of the phase names it; the compiler asks for text, facts and refusal.
 *   <li>Register its {@code TYPE} in {@link dev.yima.engine.condition.ConditionTypes}: one line, which is the place of
 *       its line in the text of the rules, and so in the commitment. Parsing, writing, comparing of versions and
 *       refusing follow from it.
 *   <li>Give its JSON field a line in the gateway's {@code ConditionForm}, and a component in the two records that
 *       openapi.yaml is made from: {@code NewCampaign} and {@code CampaignTerms}. People read it on the
 *       campaign's public page ({@code campaign.html}, {@code CampaignMessages}), verifiers in
 *       {@code docs/reference/draw.md}.
 * </ol>
 *
 * <p>Two things are asked only of a condition that needs them: a fact that no condition needed before is a constant of
 * {@link dev.yima.engine.condition.Condition.Fact}; one about the claimant is a component of
 * {@link dev.yima.engine.prize.Claimant}, read by the gateway's {@code ClaimHistoryRepository} and assumed by
 * rehearsals ({@code SimulatedHistory}); and a refusal that people were never told before is
 * a constant of {@link dev.yima.engine.condition.Refusal} with its words on the page.
 */
@NullMarked
package dev.yima.engine.condition;

import org.jspecify.annotations.NullMarked;
