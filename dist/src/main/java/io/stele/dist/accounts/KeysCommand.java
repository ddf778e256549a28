package io.stele.dist.accounts;

import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import io.stele.dist.Terminal;
import io.stele.security.Grant;
import io.stele.security.account.AccountAdmin.CreatedKey;
import io.stele.security.account.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "Makes keys for programs, which have no password.",
            "",
            "A grant is as for stele users: reader, writer, operator, admin, read:account-*, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele keys create orders --grant 'read:order-*' --grant 'append:order-*'",
            "  stele keys create report --grant reader --days 90",
            "  stele keys revoke 0f3c9a6e51b2d784",
            "",
            "The key is shown once, and kept as a hash only. To change from one to the next, create",
            "a second one of the same name, and revoke the first when nobody uses it any more."
        })
public final class KeysCommand {

    private final Terminal terminal;

    public KeysCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Creates a key and prints it, once.",
            footerHeading = "%nExamples:%n",
            footer = "  stele keys create report --grant reader --days 90")
    int create(
            @Mixin AdminOption admin,
            @Parameters(paramLabel = "NAME", description = "What uses it.") String name,
            @Option(names = "--grant", paramLabel = "GRANT", description = "May be repeated.")
                    @Nullable List<String> grants,
            @Option(
                            names = "--days",
                            paramLabel = "N",
                            description = "Good for N days; default: until it is revoked.")
                    @Nullable Integer days) {
        Set<Grant> given = UsersCommand.grants(grants == null ? List.of() : grants);
        Optional<Instant> end =
                Optional.ofNullable(days).map(n -> Instant.now().plus(Duration.ofDays(n)));
        admin.with((accounts, by) -> print(accounts.createKey(by, name, given, end), admin.json()));
        return ExitCode.OK;
    }

    private void print(CreatedKey created, boolean json) {
        terminal.print(
                json ? Jsons.object("id", created.id(), "key", created.text()) : created.text());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists keys and what they may do, not the keys themselves.",
            footerHeading = "%nExamples:%n",
            footer = "  stele keys list --json")
    int list(@Mixin AdminOption admin) {
        admin.with((accounts, by) -> accounts.keys().forEach(key -> print(key, admin.json())));
        return ExitCode.OK;
    }

    private void print(ApiKey key, boolean json) {
        String end = key.expiresAt().map(Instant::toString).orElse("");
        List<String> grants = key.access().grants().stream().sorted().toList();
        terminal.print(
                json
                        ? Jsons.object(
                                "id",
                                key.id(),
                                "name",
                                key.name(),
                                "revoked",
                                key.revoked(),
                                "expiresAt",
                                end,
                                "grants",
                                grants)
                        : "%s  %-24s %-8s %s %s"
                                .formatted(
                                        key.id(),
                                        key.name(),
                                        key.revoked() ? "revoked" : "",
                                        String.join(" ", grants),
                                        end));
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Makes a key useless for good; what it opened ends.",
            footerHeading = "%nExamples:%n",
            footer = "  stele keys revoke 0f3c9a6e51b2d784")
    int revoke(
            @Mixin AdminOption admin,
            @Parameters(paramLabel = "ID", description = "As stele keys list shows it.")
                    String id) {
        admin.with((accounts, by) -> accounts.revokeKey(by, id));
        terminal.print(admin.json() ? Jsons.object("done", "revoked", "key", id) : "revoked " + id);
        return ExitCode.OK;
    }
}
