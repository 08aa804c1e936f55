package bz.ceiba.systems.portal;

import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the start page shows together.
 *
 * @param subject null for what is of none
 * @param doors pages that need no account
 */
public record ServiceGroup(@Nullable LocalizedText subject, List<ServiceEntry> entries, List<Page.Link> doors) {}
