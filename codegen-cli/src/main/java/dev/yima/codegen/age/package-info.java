/** Files that only their recipient can read, in the format of age (age-encryption.org/v1). */
@NullMarked
package dev.yima.codegen.age;

import org.jspecify.annotations.NullMarked;
