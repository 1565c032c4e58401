/** The rules of a campaign as a document, and the decision on one claim. Pure. */
@NullMarked
package dev.yima.engine.rules;

import org.jspecify.annotations.NullMarked;
