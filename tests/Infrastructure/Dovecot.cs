using System.Diagnostics;
using MailKit.Net.Imap;
using MailKit.Security;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>A Dovecot of this machine with one mailbox, on a free port of the loopback; <see cref="IsHere"/> says whether the package is installed.</summary>
internal sealed class Dovecot : IAsyncDisposable
{
    public const string User = "charte-ia", Password = "secret";

    private const string Program = "/usr/sbin/dovecot";

    private readonly string folder = Directory.CreateTempSubdirectory("dovecot-").FullName;
    private System.Diagnostics.Process? process;

    public static bool IsHere => File.Exists(Program);

    public int Port { get; } = FreePorts.One();

    public static async Task<Dovecot> StartAsync()
    {
        var server = new Dovecot();
        var (user, group) = (await OutputOfAsync("id", "-un"), await OutputOfAsync("id", "-gn"));
        // Its front process refuses to be root, and as another user everything must be its own.
        var (inner, front) = user == "root" ? ("dovecot", "dovenull") : (user, user);
        Directory.CreateDirectory(Path.Combine(server.folder, "mail"));
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode all = (UnixFileMode)0b111_111_111;
            File.SetUnixFileMode(server.folder, all);
            File.SetUnixFileMode(Path.Combine(server.folder, "mail"), all);
        }

        await File.WriteAllTextAsync(Path.Combine(server.folder, "dovecot.conf"), $$"""
            protocols = imap
            listen = 127.0.0.1
            base_dir = {{server.folder}}/run
            state_dir = {{server.folder}}/state
            log_path = {{server.folder}}/log
            ssl = no
            disable_plaintext_auth = no
            mail_location = maildir:{{server.folder}}/mail/box
            first_valid_uid = 0
            default_internal_user = {{inner}}
            default_internal_group = {{(user == "root" ? inner : group)}}
            default_login_user = {{front}}
            passdb {
              driver = static
              args = password={{Password}}
            }
            userdb {
              driver = static
              args = uid={{inner}} gid={{(user == "root" ? inner : group)}} home={{server.folder}}/mail
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{server.Port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service anvil {
              chroot =
            }
            """);
        server.process = System.Diagnostics.Process.Start(new ProcessStartInfo(Program, ["-F", "-c", Path.Combine(server.folder, "dovecot.conf")]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true });
        try
        {
            await Eventually.Get(server.AnswersAsync, answers => answers, TimeSpan.FromSeconds(20));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that is signed in, with the inbox open.</summary>
    public async Task<ImapClient> ClientAsync()
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", Port, SecureSocketOptions.None);
        await client.AuthenticateAsync(User, Password);
        await client.Inbox.OpenAsync(MailKit.FolderAccess.ReadWrite);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        if (process!.HasExited)
            throw new InvalidOperationException($"Dovecot ended: {await process.StandardError.ReadToEndAsync()}");
        try
        {
            using var client = await ClientAsync();
            return client.IsAuthenticated;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or ImapProtocolException)
        {
            return false;
        }
    }

    private static async Task<string> OutputOfAsync(string program, string argument)
    {
        using var run = System.Diagnostics.Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true })!;
        return (await run.StandardOutput.ReadToEndAsync()).Trim();
    }
}
