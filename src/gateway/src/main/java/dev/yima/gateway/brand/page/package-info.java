/** The frame of every page for people; knows brands, not what is on the page. */
@NullMarked
package dev.yima.gateway.brand.page;

import org.jspecify.annotations.NullMarked;
