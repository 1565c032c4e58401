/** Minted folders and order folders: written aside, named when whole, believed only after their checksums hold. */
@NullMarked
package dev.yima.codegen.folder;

import org.jspecify.annotations.NullMarked;
