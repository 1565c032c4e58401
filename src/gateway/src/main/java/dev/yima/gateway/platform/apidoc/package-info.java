/** The OpenAPI document: what is completed in it so that clients can be generated, and described from the Javadoc. */
@NullMarked
package dev.yima.gateway.platform.apidoc;

import org.jspecify.annotations.NullMarked;
