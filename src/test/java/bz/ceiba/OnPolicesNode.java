package bz.ceiba;

import bz.ceiba.platform.xroad.Nodes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** As {@link CeibaTest}, at the node of the police; the register of people is at another one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(classes = Ceiba.class, webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@ContextConfiguration(initializers = Nodes.Police.class, inheritInitializers = false)
public @interface OnPolicesNode {}
