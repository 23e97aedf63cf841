using RegionSud.AiWorkflow.Edge.Mails;

namespace RegionSud.AiWorkflow.Tests.Mails;

public sealed class TypedTextTests
{
    [Theory]
    [InlineData("https://faux.example/a", "https:\u200b//faux.\u200bexample/a")]
    [InlineData("www.faux.example", "www.\u200bfaux.\u200bexample")]
    [InlineData("jean@faux.example", "jean@\u200bfaux.\u200bexample")]
    [InlineData("mailto:jean", "mailto:\u200bjean")]
    public void What_mail_programs_would_make_a_link_of_is_broken_without_losing_a_letter(string typed, string shown) =>
        Assert.Equal(shown, TypedText.Harmless(typed));

    [Theory]
    [InlineData("Fin. Début : 3,5 ; voir l’annexe.")]
    [InlineData("Ligne 1\nLigne 2")]
    [InlineData("Version 2.1 du modèle gpt-4.1 ; 1.234,50 €")]
    public void Ordinary_words_stay_as_they_are(string typed) => Assert.Equal(typed, TypedText.Harmless(typed));

    [Fact]
    public void A_title_stays_on_one_line_and_keeps_no_hidden_sign() =>
        Assert.Equal("Un titre Bcc: x", TypedText.OnOneLine("Un titre\r\nBcc: x\u202e\0"));
}
