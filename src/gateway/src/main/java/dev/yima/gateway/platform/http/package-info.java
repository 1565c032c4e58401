/** Parsing and writing of what HTTP carries: forms, pages of lists, workbooks, client networks. */
@NullMarked
package dev.yima.gateway.platform.http;

import org.jspecify.annotations.NullMarked;
