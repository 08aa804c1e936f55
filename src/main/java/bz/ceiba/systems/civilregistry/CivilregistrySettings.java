package bz.ceiba.systems.civilregistry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the registry's operator decides.
 *
 * @param adoptions whether orders of adoption are taken; not before the register of people takes them as well, which still has the child under
 *     its name and its parents before
 */
@ConfigurationProperties("ceiba.civilregistry")
record CivilregistrySettings(@DefaultValue("false") boolean adoptions) {}
