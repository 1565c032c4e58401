/** The verbs about single codes: their story, and what is packed into what. */
@NullMarked
package dev.yima.codegen.code;

import org.jspecify.annotations.NullMarked;
