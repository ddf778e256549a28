package io.stele.dist.accounts;

import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import io.stele.dist.Terminal;
import io.stele.security.Grant;
import io.stele.security.account.User;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "users",
        mixinStandardHelpOptions = true,
        description = {
            "Says who may use a server, and for what.",
            "",
            "A grant is a role (reader, writer, operator, admin) or a right on streams:"
                    + " read:account-*, consume:account-*, append:account-*, command:account-42,"
                    + " admin:account-*. See"
                    + " docs/security.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele users add alice --grant admin --store embedded:data   while no server runs",
            "  stele users add bob --grant reader --grant 'append:order-*'",
            "  stele users passwd bob --password-file new-password",
            "  stele users disable bob"
        })
public final class UsersCommand {

    private final Terminal terminal;

    public UsersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a user; asks for the password.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  stele users add bob --grant reader --grant 'append:order-*'",
                "  stele users add orders.example --grant writer --no-password"
            })
    int add(
            @Mixin AdminOption admin,
            @Mixin PasswordOption password,
            @Option(
                            names = "--no-password",
                            description =
                                    "For who gets in by a certificate alone; see"
                                            + " auth.certificate-name of 'stele serve'.")
                    boolean noPassword,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--grant", paramLabel = "GRANT", description = "May be repeated.")
                    @Nullable List<String> grants)
            throws IOException {
        Set<Grant> given = grants(grants == null ? List.of() : grants);
        if (noPassword) {
            password.checkAbsent();
            admin.with((accounts, by) -> accounts.addUserWithoutPassword(by, name, given));
        } else {
            char[] text = password.read(terminal);
            admin.with((accounts, by) -> accounts.addUser(by, name, text, given));
        }
        return done(admin, "added", name);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists users and what they may do.",
            footerHeading = "%nExamples:%n",
            footer = "  stele users list --json")
    int list(@Mixin AdminOption admin) {
        admin.with((accounts, by) -> accounts.users().forEach(user -> print(user, admin.json())));
        return ExitCode.OK;
    }

    private void print(User user, boolean json) {
        boolean enabled = user.status() == User.Status.ENABLED;
        List<String> grants = user.access().grants().stream().sorted().toList();
        terminal.print(
                json
                        ? Jsons.object("name", user.name(), "enabled", enabled, "grants", grants)
                        : "%-24s %-9s %s"
                                .formatted(
                                        user.name(),
                                        enabled ? "" : "disabled",
                                        String.join(" ", grants)));
    }

    @Command(
            name = "passwd",
            mixinStandardHelpOptions = true,
            description = "Changes a user's password; what the old one opened ends.",
            footerHeading = "%nExamples:%n",
            footer = "  stele users passwd bob --password-file new-password")
    int passwd(
            @Mixin AdminOption admin,
            @Mixin PasswordOption password,
            @Parameters(paramLabel = "NAME") String name)
            throws IOException {
        char[] text = password.read(terminal);
        admin.with((accounts, by) -> accounts.changePassword(by, name, text));
        return done(admin, "changed the password of", name);
    }

    @Command(
            name = "grant",
            mixinStandardHelpOptions = true,
            description = "Gives a user more rights.",
            footerHeading = "%nExamples:%n",
            footer = "  stele users grant bob operator")
    int grant(
            @Mixin AdminOption admin,
            @Parameters(paramLabel = "NAME", index = "0") String name,
            @Parameters(paramLabel = "GRANT", index = "1..*", arity = "1..*") List<String> grants) {
        admin.with((accounts, by) -> accounts.grant(by, name, grants(grants)));
        return done(admin, "granted " + String.join(" ", grants) + " to", name);
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Takes rights from a user.",
            footerHeading = "%nExamples:%n",
            footer = "  stele users revoke bob reader")
    int revoke(
            @Mixin AdminOption admin,
            @Parameters(paramLabel = "NAME", index = "0") String name,
            @Parameters(paramLabel = "GRANT", index = "1..*", arity = "1..*") List<String> grants) {
        admin.with((accounts, by) -> accounts.revoke(by, name, grants(grants)));
        return done(admin, "revoked " + String.join(" ", grants) + " from", name);
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Lets a user in no more, until enabled again.",
            footerHeading = "%nExamples:%n",
            footer = "  stele users disable bob")
    int disable(@Mixin AdminOption admin, @Parameters(paramLabel = "NAME") String name) {
        admin.with((accounts, by) -> accounts.setEnabled(by, name, false));
        return done(admin, "disabled", name);
    }

    @Command(
            name = "enable",
            mixinStandardHelpOptions = true,
            description = "Lets a disabled user in again.",
            footerHeading = "%nExamples:%n",
            footer = "  stele users enable bob")
    int enable(@Mixin AdminOption admin, @Parameters(paramLabel = "NAME") String name) {
        admin.with((accounts, by) -> accounts.setEnabled(by, name, true));
        return done(admin, "enabled", name);
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a user; what they did stays in the log.",
            footerHeading = "%nExamples:%n",
            footer = "  stele users delete bob")
    int delete(@Mixin AdminOption admin, @Parameters(paramLabel = "NAME") String name) {
        admin.with((accounts, by) -> accounts.deleteUser(by, name));
        return done(admin, "deleted", name);
    }

    private int done(AdminOption admin, String what, String name) {
        terminal.print(admin.json() ? Jsons.object("done", what, "user", name) : what + " " + name);
        return ExitCode.OK;
    }

    static Set<Grant> grants(List<String> texts) {
        return texts.stream().map(Grant::of).collect(Collectors.toSet());
    }
}
