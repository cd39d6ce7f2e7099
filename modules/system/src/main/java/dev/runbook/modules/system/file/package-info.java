/** Files, directories, links and archives. */
@NullMarked
package dev.runbook.modules.system.file;

import org.jspecify.annotations.NullMarked;
