/** Employees of partners: invitations, roles with permissions, and PINs; rows end and are never deleted. */
@NullMarked
package dev.yima.gateway.partner.people;

import org.jspecify.annotations.NullMarked;
