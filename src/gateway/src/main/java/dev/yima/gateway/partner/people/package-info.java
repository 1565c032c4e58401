/** Employees of partners: invitations, roles and their permissions; rows end and are never deleted. */
@NullMarked
package dev.yima.gateway.partner.people;

import org.jspecify.annotations.NullMarked;
