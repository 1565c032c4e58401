/** Formats of requests and answers: forms, pages of lists, exports, QR codes, addresses of clients. */
@NullMarked
package dev.yima.gateway.platform.http;

import org.jspecify.annotations.NullMarked;
