/** The door: HTTP, PostgreSQL and Redis. Packages are features, each owning its resource, its flow and its store. */
@NullMarked
package dev.yima.gateway;

import org.jspecify.annotations.NullMarked;
