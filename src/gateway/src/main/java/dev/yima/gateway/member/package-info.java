/** Members of a brand: counts of their scans and claims, their rewards, and the tags that the brand gives them. */
@NullMarked
package dev.yima.gateway.member;

import org.jspecify.annotations.NullMarked;
