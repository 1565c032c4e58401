/** Formats of requests and answers: forms, pages of lists, exports, QR codes, client networks. */
@NullMarked
package dev.yima.gateway.platform.http;

import org.jspecify.annotations.NullMarked;
