/** The service: its start, and one package for each feature with its resources, logic and tables. */
@NullMarked
package dev.yima.gateway;

import org.jspecify.annotations.NullMarked;
