/** The verbs for the operator of a deployment. */
@NullMarked
package dev.yima.codegen.admin;

import org.jspecify.annotations.NullMarked;
