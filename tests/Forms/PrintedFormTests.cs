using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

public sealed class PrintedFormTests
{
    [Fact]
    public void An_answer_is_what_stands_between_two_wordings_without_help_clause_and_foot()
    {
        var answers = Read(
            "1. Titre du cas d’usage Charte, 5.1-a", "120 caractères au plus.", "Résumer les comptes rendus", "RS-IA every-kind 2026-3 Fiche d’essai page 1/2",
            "2. Quel problème rencontrez-vous aujourd’hui ? Charte, 5.1-b", "Qui le subit, à quelle fréquence. 4 000 caractères", "au plus.", "Trop long.", "Et trop cher.",
            "3. Des données personnelles ? Charte, 2.3-a", "☐ Oui ☒ Non");

        Assert.Equal("Résumer les comptes rendus", answers["title"].Text);
        Assert.Equal("Trop long.\nEt trop cher.", answers["problem"].Text);
        Assert.Equal("no", answers["personal-data"].Text);
        Assert.Equal("☐ Oui ☒ Non", answers["personal-data"].Excerpt);
    }

    [Fact]
    public void Worn_wordings_are_still_known() =>
        Assert.Equal("Trop long.", Read("Quel probleme rencontrez vous aujourd'hul ?", "Trop long.")["problem"].Text);

    [Fact]
    public void Two_ticked_boxes_are_seen_but_do_not_say_which()
    {
        var answer = Read("Des données personnelles ?", "☒ Oui ☒ Non")["personal-data"];

        Assert.Equal(("", "☒ Oui ☒ Non"), (answer.Text, answer.Excerpt));
    }

    [Theory]
    [InlineData("☐ Oui ☐ Non")]
    [InlineData("Oui Non")]
    [InlineData("– Choisir –")]
    [InlineData("")]
    public void A_form_that_nobody_filled_has_no_answers(string printed) => Assert.DoesNotContain("personal-data", Read("Des données personnelles ?", printed).Keys);

    [Fact]
    public void A_missing_page_leaves_its_questions_out_and_no_answer_slips_to_another_question()
    {
        var answers = Read("1. Titre du cas d’usage", "Résumer", "6. Quand ?", "24/11/2026");

        Assert.Equal(["title", "start"], answers.Keys);
        Assert.Equal("24/11/2026", answers["start"].Text);
    }

    [Fact]
    public void Pieces_of_one_height_are_one_row_from_left_to_right()
    {
        PrintedPiece[] pieces = [new("monde", 60, 10, 90, 20, 0.5), new("bonjour", 10, 11, 50, 21, 0.9), new("☒", 2, 12, 8, 18), new("suite", 10, 30, 40, 40)];

        var rows = PrintedPiece.Rows(pieces, 3, 100, 200).ToList();

        Assert.Equal(["☒ bonjour monde", "suite"], rows.Select(row => row.Text));
        Assert.Equal((3, 0.7), (rows[0].Page, Math.Round(rows[0].Confidence!.Value, 3)));
        Assert.Equal(new PageRegion(2, 10, 88, 11, 100, 200), rows[0].Region);
    }

    private static IReadOnlyDictionary<string, InferredAnswer> Read(params string[] lines) =>
        PrintedForm.Answers(TestForms.EveryKind, [.. lines.Select(line => new PrintedLine(line))]);
}
