/**
 * What lies on disk: files are written aside and renamed when whole, and nothing read from disk is believed unchecked.
 */
@NullMarked
package dev.yima.codegen.files;

import org.jspecify.annotations.NullMarked;
