/** Who a person is to one brand; the only reader of personal data. */
@NullMarked
package dev.yima.gateway.member;

import org.jspecify.annotations.NullMarked;
