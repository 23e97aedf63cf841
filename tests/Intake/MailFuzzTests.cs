using System.Text;
using CsCheck;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Intake.Mail;

namespace RegionSud.AiWorkflow.Tests.Intake;

/// <summary>Sound mails with bytes changed, lines cut, doubled or moved: each is read or said to be no mail, within its limits.</summary>
public sealed class MailFuzzTests(ITestOutputHelper output)
{
    private static readonly MailRules Limits = CharterLoader.Load().Mail;

    private static readonly byte[][] Sound =
    [
        .. new[]
        {
            "From: =?utf-8?B?Q2FtaWxsZQ==?= <a@region.example>\r\nSubject: =?iso-8859-1?Q?R=E9sum=E9?=\r\nMessage-ID: <a@b>\r\n\r\nBonjour.\r\n> cité\r\n",
            "From: a@region.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n<p>Un <b>besoin</b>&eacute;</p>\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''besoin%20%C3%A9.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--b--\r\n",
            "From: a@region.example\r\nContent-Type: message/rfc822\r\n\r\nFrom: b@c\r\nContent-Type: multipart/alternative; boundary=z\r\n\r\n--z\r\nContent-Type: text/plain\r\n\r\nun\r\n--z--\r\n",
            "From: MAILER-DAEMON\r\nReturn-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--r--\r\n",
            "From: a@region.example\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgEAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    private static readonly Gen<byte[]> Broken = Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 4000], Gen.Byte).Array[1, 12]).Select((which, changes) =>
        changes.Aggregate(Sound[which], (bytes, change) => Change(bytes, change.Item1, change.Item2, change.Item3)));

    [Fact]
    public void A_broken_mail_is_read_or_said_to_be_none()
    {
        var (read, refused) = (0, 0);
        Broken.Sample(
            bytes =>
            {
                try
                {
                    var mail = InboundMail.Read(bytes, Limits);
                    Interlocked.Increment(ref read);
                    Assert.True(mail.Files.Count <= Limits.MostFiles && mail.Subject.Length <= 200 && mail.Text.Length <= 4000);
                    Assert.DoesNotContain('\n', mail.Subject);
                    MailSorting.Sort(mail, new MailOrigin(true, "a@region.example", []), Limits, null, 1, "region.example");
                }
                catch (FormatException)
                {
                    Interlocked.Increment(ref refused);
                }
            },
            iter: FileFuzzTests.Iterations);
        output.WriteLine($"{read} read, {refused} said to be no mail; {GC.GetTotalMemory(forceFullCollection: false) / 1_000_000} MB in use.");
        Assert.True(read > 0);
    }

    internal static byte[] Change(byte[] bytes, int kind, int place, byte value)
    {
        var at = bytes.Length == 0 ? 0 : place % bytes.Length;
        return kind switch
        {
            0 => [.. bytes[..at], value, .. bytes[Math.Min(at + 1, bytes.Length)..]],
            1 => bytes[..at],
            2 => [.. bytes[..at], .. bytes],
            3 => [.. bytes[at..], .. bytes[..at]],
            4 => [.. bytes[..at], (byte)'\r', (byte)'\n', .. bytes[at..]],
            _ => [.. bytes[..at], .. Enumerable.Repeat(value, 300), .. bytes[at..]],
        };
    }
}
