using System.Text;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Intake.Mail;

namespace RegionSud.AiWorkflow.Tests.Intake;

/// <summary>What is read of a mail, and what becomes of it, by its words alone.</summary>
public sealed class MailReadingTests
{
    private static readonly CharterRules Rules = CharterLoader.Load();
    private static readonly MailOrigin Vouched = new(true, "camille.martin@region.example", []);

    [Fact]
    public void Encoded_words_old_charsets_and_quoted_answers_are_read_as_their_author_sees_them()
    {
        var mail = Read(Encoding.Latin1.GetBytes(Lines(
            "From: =?windows-1252?Q?Camille_Martin_=96_Lyc=E9es?= <Camille.Martin@Region.Example>",
            "To: charte-ia+lycees@depots.region.example",
            "Subject: =?iso-8859-1?Q?Besoin_=3A_r=E9sumer_nos_r=E9unions?=",
            "Message-ID: <abc@poste>",
            "Content-Type: text/plain; charset=windows-1252",
            "Content-Transfer-Encoding: 8bit",
            "",
            "Bonjour, nos r\u00e9unions durent trop.",
            "> vieille ligne",
            "-- ",
            "Camille Martin",
            "Le 3 mai 2026, La Charte a \u00e9crit :",
            "> Voulez-vous d\u00e9poser ?")));

        Assert.Equal(("abc@poste", "camille.martin@region.example", "Besoin : résumer nos réunions"), (mail.MessageId, mail.From, mail.Subject));
        Assert.Equal("Bonjour, nos réunions durent trop.", mail.Text);
        Assert.Equal("lycees", MailSorting.DirectorateOf(mail, Rules));
    }

    [Fact]
    public void A_page_of_HTML_is_read_without_its_scripts_and_styles()
    {
        var mail = Read("Content-Type: text/html; charset=utf-8", "<style>p{color:red}</style><p>Résumer&nbsp;nos réunions</p><script>alert('x')</script><div>chaque mois</div>");

        Assert.Contains("Résumer\u00a0nos réunions", mail.Text, StringComparison.Ordinal);
        Assert.Contains("chaque mois", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("color", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_winmail_dat_is_found_under_its_name_in_an_old_code_page()
    {
        byte[] content = [
            .. BitConverter.GetBytes(0x223E9F78), 1, 0,
            .. Attribute(1, 0x00089006, [0, 0, 1, 0]),
            .. Attribute(1, 0x00069007, [.. BitConverter.GetBytes(1252), 0, 0, 0, 0]),
            .. Attribute(2, 0x00069002, [1, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0]),
            .. Attribute(2, 0x00018010, [.. Encoding.Latin1.GetBytes("Besoin été.pdf"), 0]),
            .. Attribute(2, 0x0006800F, "%PDF-1.4"u8.ToArray()),
        ];
        var mail = Read(Encoding.ASCII.GetBytes(Lines(
            "From: a@region.example", "Content-Type: application/ms-tnef; name=winmail.dat", "Content-Disposition: attachment; filename=winmail.dat",
            "Content-Transfer-Encoding: base64", "", Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks))));

        var file = Assert.Single(mail.Files);
        Assert.Equal(("Besoin été.pdf", "%PDF-1.4"), (file.Name, Encoding.ASCII.GetString(file.Content.Span)));

        // MS-OXTNEF: level, tag, length, data, sum of the data's bytes.
        static byte[] Attribute(byte level, int tag, byte[] data) =>
            [level, .. BitConverter.GetBytes(tag), .. BitConverter.GetBytes(data.Length), .. data, .. BitConverter.GetBytes((ushort)data.Sum(b => b))];
    }

    /// <summary>Against mails that Outlook wrote: files <c>*.tnef</c>, each with a list <c>*.list</c> of the names within, in the folder of <c>TNEF_SAMPLES</c>.</summary>
    [Fact]
    public void The_files_in_winmail_dat_of_Outlook_are_found()
    {
        var folder = Environment.GetEnvironmentVariable("TNEF_SAMPLES");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "TNEF_SAMPLES says where files of Outlook lie.");
        var samples = Directory.GetFiles(folder!, "*.tnef");
        Assert.NotEmpty(samples);
        var missing = new List<string>();
        foreach (var sample in samples.Where(sample => File.Exists(Path.ChangeExtension(sample, ".list"))))
        {
            var mail = Read(Encoding.ASCII.GetBytes(Lines(
                "From: a@region.example", "Content-Type: application/ms-tnef; name=winmail.dat", "Content-Disposition: attachment; filename=winmail.dat",
                "Content-Transfer-Encoding: base64", "", Convert.ToBase64String(File.ReadAllBytes(sample), Base64FormattingOptions.InsertLineBreaks))));
            // Texts of the mail itself and pieces without a name are no files that somebody attached.
            var expected = File.ReadAllLines(Path.ChangeExtension(sample, ".list"))
                .Count(line => line.Trim().Length > 0 && !line.StartsWith("body.", StringComparison.Ordinal) && !line.StartsWith("Untitled", StringComparison.Ordinal));
            if (!mail.IsTooMuch && mail.Files.Count < expected)
                missing.Add($"{Path.GetFileName(sample)}: {mail.Files.Count} of {expected}, {string.Join('/', mail.Files.Select(file => file.Name))}");
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void Files_are_found_in_mails_attached_to_the_mail()
    {
        var mail = Read(
            "Content-Type: multipart/mixed; boundary=a",
            "--a", "Content-Type: text/plain", "", "Pour suite.",
            "--a", "Content-Type: message/rfc822", "", "From: x@y.example", "Subject: fw", "Content-Type: multipart/mixed; boundary=b", "",
            "--b", "Content-Type: application/pdf; name=\"../../besoin.pdf\"", "Content-Disposition: attachment", "Content-Transfer-Encoding: base64", "", "JVBERi0xLjQ=", "--b--",
            "--a--");

        var file = Assert.Single(mail.Files);
        Assert.Equal("%PDF-1.4", Encoding.ASCII.GetString(file.Content.Span));
        Assert.Equal("Pour suite.", mail.Text);
    }

    [Fact]
    public void More_files_or_more_depth_than_allowed_is_said_and_not_read()
    {
        var many = Read(["Content-Type: multipart/mixed; boundary=a", .. Enumerable.Range(0, 1000).SelectMany(_ => new[] { "--a", "Content-Type: application/pdf", "Content-Disposition: attachment; filename=x.pdf", "", "x" }), "--a--"]);
        Assert.True(many.IsTooMuch);
        Assert.Equal(Rules.Mail.MostFiles, many.Files.Count);

        var deep = Read([.. Enumerable.Range(0, 200).SelectMany(i => new[] { $"Content-Type: multipart/mixed; boundary=d{i}", "", $"--d{i}" }), "Content-Type: text/plain", "", "fond"]);
        Assert.True(deep.IsTooMuch);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", MailNature.AutoReply)]
    [InlineData("Auto-Submitted: auto-generated (rejected)", MailNature.AutoReply)]
    [InlineData("Auto-Submitted: no", MailNature.Written)]
    [InlineData("Precedence: auto_reply", MailNature.AutoReply)]
    [InlineData("X-Autoreply: yes", MailNature.AutoReply)]
    [InlineData("Precedence: bulk", MailNature.List)]
    [InlineData("List-Id: <liste.region.example>", MailNature.List)]
    [InlineData("Return-Path: <>", MailNature.Bounce)]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=r", MailNature.Bounce)]
    [InlineData("X-Auto-Response-Suppress: All", MailNature.Written)]
    public void Machines_are_told_from_people_by_their_headers(string header, MailNature nature) => Assert.Equal(nature, Read(header).Nature);

    public static TheoryData<string, string, MailOrigin, int, MailVerdict, MailReason> Sorted => new()
    {
        { "a@region.example", "Texte", new(true, "a@region.example", []), 1, MailVerdict.Received, MailReason.None },
        { "a@region.example", "Texte", new(false, "b@autre.example", ["region.example"]), 1, MailVerdict.Received, MailReason.None },
        { "a@region.example", "Texte", new(true, "a@ailleurs.example", []), 1, MailVerdict.Quarantined, MailReason.Unvouched },
        { "a@region.example", "Texte", new(false, "a@region.example", ["ailleurs.example"]), 1, MailVerdict.Quarantined, MailReason.Unvouched },
        { "a@fausseregion.example", "Texte", new(true, "a@fausseregion.example", []), 1, MailVerdict.Quarantined, MailReason.UnknownDomain },
        { "a@region.example.pirate.example", "Texte", new(true, "a@region.example.pirate.example", []), 1, MailVerdict.Quarantined, MailReason.UnknownDomain },
        { "a@region.example", "", new(true, "a@region.example", []), 1, MailVerdict.Quarantined, MailReason.Empty },
        { "a@region.example", "Texte", new(true, "a@region.example", []), 31, MailVerdict.Quarantined, MailReason.TooMany },
        { "a@region.example", "Texte", new(true, "a@region.example", []), 30, MailVerdict.Received, MailReason.None },
        { "a@region.example", "Texte", new(true, "", []), 1, MailVerdict.Dropped, MailReason.Bounce },
        { "annonces@notify.mistral.ai", "Texte", new(false, null, ["mistral.ai"]), 1, MailVerdict.Quarantined, MailReason.Vendor },
        { "annonces@mistral.ai", "Texte", new(true, "annonces@ailleurs.example", []), 1, MailVerdict.Quarantined, MailReason.Unvouched },
        { "annonces@faux-mistral.ai", "Texte", new(true, "annonces@faux-mistral.ai", []), 1, MailVerdict.Quarantined, MailReason.UnknownDomain },
        { "", "Texte", new(true, null, []), 1, MailVerdict.Quarantined, MailReason.NoSender },
    };

    [Theory]
    [MemberData(nameof(Sorted))]
    public void A_mail_is_taken_only_from_a_known_domain_that_vouches_for_it(string from, string text, MailOrigin origin, int count, MailVerdict verdict, MailReason reason)
    {
        var mail = new InboundMail("x@poste", MailNature.Written, from, [], "Objet", text, [], [], false);

        Assert.Equal((verdict, reason), MailSorting.Sort(mail, origin, Rules.Mail, "lycees", count, "region.example"));
    }

    [Theory]
    [InlineData(MailNature.List, MailVerdict.Quarantined, MailReason.Vendor)]
    [InlineData(MailNature.AutoReply, MailVerdict.Quarantined, MailReason.Vendor)]
    [InlineData(MailNature.Bounce, MailVerdict.Dropped, MailReason.Bounce)]
    public void What_a_provider_of_models_announces_is_never_dropped_for_coming_from_a_machine(MailNature nature, MailVerdict verdict, MailReason reason)
    {
        var mail = new InboundMail("x@poste", nature, "azure-noreply@microsoft.com", [], "Retirement of gpt-4o", "Texte", [], [], false);

        Assert.Equal((verdict, reason), MailSorting.Sort(mail, new(false, null, ["microsoft.com"]), Rules.Mail, null, 1, "region.example"));
    }

    [Fact]
    public void Our_own_mails_are_dropped_and_those_of_colleagues_of_the_same_domain_are_not()
    {
        var own = new InboundMail($"{new string('a', 32)}@region.example", MailNature.Written, "charte-ia@region.example", [], "Objet", "Texte", [], [], false);

        Assert.Equal((MailVerdict.Dropped, MailReason.Own), MailSorting.Sort(own, Vouched, Rules.Mail, "lycees", 1, "region.example"));
        Assert.Equal(MailVerdict.Received, MailSorting.Sort(own with { MessageId = "CAF+1@region.example" }, Vouched with { EnvelopeFrom = "charte-ia@region.example" }, Rules.Mail, "lycees", 1, "region.example").Verdict);
        Assert.Equal((MailVerdict.Quarantined, MailReason.UnknownDirectorate), MailSorting.Sort(own with { MessageId = "x@y" }, Vouched, Rules.Mail, null, 1, "region.example"));
    }

    [Fact]
    public void What_is_no_mail_is_said_to_be_none_and_never_hangs()
    {
        foreach (var bytes in new[] { [], "\0\u0001\u0002"u8.ToArray(), Encoding.ASCII.GetBytes(new string('\n', 5000)), [0xFF, 0xFE, 0x00] })
            Assert.Throws<FormatException>(() => InboundMail.Read(bytes, Rules.Mail));
    }

    private static InboundMail Read(params string[] lines) =>
        Read(Encoding.UTF8.GetBytes(Lines(["From: camille.martin@region.example", "Subject: Essai", lines[0], .. lines.Length > 1 ? new[] { "" } : [], .. lines.Skip(1)])));

    private static InboundMail Read(byte[] raw) => InboundMail.Read(raw, Rules.Mail);

    private static string Lines(params string[] lines) => string.Join("\r\n", lines) + "\r\n";
}
