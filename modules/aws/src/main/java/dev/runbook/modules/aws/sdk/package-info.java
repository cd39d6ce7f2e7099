/** The only place where AWS's SDK is named: nothing of it is loaded before a call is made. */
@NullMarked
package dev.runbook.modules.aws.sdk;

import org.jspecify.annotations.NullMarked;
