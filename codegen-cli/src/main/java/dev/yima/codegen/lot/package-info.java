/** Asks for and changes what the server knows: lots and the stories of codes. */
@NullMarked
package dev.yima.codegen.lot;

import org.jspecify.annotations.NullMarked;
