/** Modules for CloudWatch and S3. */
@NullMarked
package dev.runbook.modules.aws;

import org.jspecify.annotations.NullMarked;
