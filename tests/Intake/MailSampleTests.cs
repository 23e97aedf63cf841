using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Intake.Mail;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Intake;

/// <summary>Mails that other programs made: each carries a form that is read whole.</summary>
public sealed class MailSampleTests
{
    [Theory]
    [InlineData("swaks.eml", "camille.martin@region.example", "Notre besoin", "Bonjour, voici notre formulaire.", "besoin.odt")]
    [InlineData("thunderbird.eml", "elodie.nunez@lycees.region.example", "Tr: Expression du besoin – résumés", "Bonjour,\n\nVoici notre besoin, rempli par Zoë.", "Expression du besoin - résumés.xlsx")]
    [InlineData("smime-opaque.eml", "camille.martin@region.example", "Besoin sign", "", "besoin.xlsx")]
    public void A_mail_of_another_program_gives_its_author_its_words_and_its_form(string sample, string from, string subject, string text, string form)
    {
        var mail = InboundMail.Read(SampleFiles.Bytes($"mails/{sample}"), Storage.Sample.Rules.Mail);

        Assert.Equal((from, subject, text), (mail.From, mail.Subject, mail.Text));
        Assert.Equal(MailNature.Written, mail.Nature);
        var file = Assert.Single(mail.Files, file => !file.IsShownInText);
        Assert.Equal(form, file.Name);
        var reading = Readers.For(file.Content.ToArray())!.Read(file.Content);
        Assert.Equal(33, reading.Values.Count);
        // A logo in the text is no scan, however it is sent.
        Assert.All(mail.Files.Where(other => other != file), other => Assert.StartsWith("image/", other.ClaimedType, StringComparison.Ordinal));
    }
}
