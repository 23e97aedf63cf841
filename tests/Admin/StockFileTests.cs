using System.Text;
using MiniExcelLibs;
using RegionSud.AiWorkflow.Edge.Admin.TakeOver;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Admin;

/// <summary>The file of existing uses, as spreadsheets write it.</summary>
public sealed class StockFileTests
{
    private static readonly IReadOnlyList<StockColumn> Columns = StockColumns.Of(Readers.Rules.Forms["need"].BeforeCase);

    [Theory]
    [InlineData("Référence;Direction;Courriel du référent;Étape;Titre du cas d’usage\r\nA-1;Lycées;a@region.example;Maintenance;Résumer\r\n", "utf-8")]
    [InlineData("Référence,Direction,Courriel du référent,Étape,Titre du cas d’usage\nA-1,Lycées,a@region.example,Maintenance,Résumer\n", "utf-8")]
    [InlineData("référence\tdirection\tcourriel\tetape\ttitle\nA-1\tLycées\ta@region.example\tMaintenance\tRésumer\n", "utf-8")]
    [InlineData("Référence;Direction;Courriel du référent;Étape;Titre du cas d'usage\r\nA-1;Lycées;a@region.example;Maintenance;Résumer\r\n", "windows-1252")]
    public void A_csv_is_read_in_the_encodings_and_with_the_separators_that_spreadsheets_write(string text, string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var (lines, problem) = StockFile.Read(Encoding.GetEncoding(encoding).GetBytes(text), Columns, Readers.Rules.Intake.Files);

        Assert.Null(problem);
        var line = Assert.Single(lines);
        Assert.Equal(2, line.Number);
        Assert.Equal(("A-1", "Lycées", "Maintenance", "Résumer"), (line.Cells["reference"], line.Cells["direction"], line.Cells["etape"], line.Cells["title"]));
    }

    [Fact]
    public void Line_breaks_and_separators_in_quotes_belong_to_their_cell()
    {
        var (lines, problem) = StockFile.Read("Référence;Direction;Courriel du référent;Étape;Titre du cas d’usage;problem\nA-1;x;y;6;\"Un; deux\";\"Ligne 1\nLigne 2 \"\"citée\"\"\"\nA-2;x;y;6;Trois;\n"u8.ToArray(), Columns, Readers.Rules.Intake.Files);

        Assert.Null(problem);
        Assert.Equal(["Un; deux", "Trois"], lines.Select(line => line.Cells["title"]));
        Assert.Equal("Ligne 1\nLigne 2 \"citée\"", lines[0].Cells["problem"]);
        Assert.DoesNotContain("problem", lines[1].Cells.Keys);
    }

    [Fact]
    public void The_template_is_read_back_and_an_empty_line_is_left_out()
    {
        var template = StockFile.Template(Columns);
        Assert.Contains("n’a que ses titres", StockFile.Read(template, Columns, Readers.Rules.Intake.Files).Problem, StringComparison.Ordinal);
        using var empty = new MemoryStream(template);
        var headers = ((IDictionary<string, object?>)empty.Query(useHeaderRow: false).First()).Values.Select(cell => cell?.ToString());
        Assert.Equal(Columns.Select(column => column.Header), headers);

        using var filled = new MemoryStream();
        filled.SaveAs(new[]
        {
            new Dictionary<string, object?> { ["Référence"] = "A-1", ["Direction"] = "Lycées", ["Courriel du référent"] = "a@region.example", ["Étape"] = 6, ["En service depuis"] = new DateTime(2024, 3, 1), ["Titre du cas d’usage"] = "Résumer" },
            new Dictionary<string, object?> { ["Référence"] = null, ["Direction"] = " ", ["Courriel du référent"] = null, ["Étape"] = null, ["En service depuis"] = null, ["Titre du cas d’usage"] = null },
        });
        var (lines, problem) = StockFile.Read(filled.ToArray(), Columns, Readers.Rules.Intake.Files);

        Assert.Null(problem);
        Assert.Equal(("6", "01/03/2024"), (Assert.Single(lines).Cells["etape"], lines[0].Cells["en-service"]));
    }

    [Theory]
    [InlineData("", "vide")]
    [InlineData("Direction;Étape\nx;y\n", "Référence")]
    [InlineData("\0\u0001\u0002PNG", "ne peut pas être lu")]
    [InlineData("PK\u0003\u0004nothing behind", "ne peut pas être lu")]
    public void A_file_that_is_no_list_of_uses_says_what_to_do(string content, string words) =>
        Assert.Contains(words, StockFile.Read(Encoding.UTF8.GetBytes(content), Columns, Readers.Rules.Intake.Files).Problem, StringComparison.Ordinal);

    [Fact]
    public void More_than_a_thousand_lines_are_refused() =>
        Assert.Contains("plus de 1", StockFile.Read(
            Encoding.UTF8.GetBytes("Référence;Direction;Courriel du référent;Étape;Titre du cas d’usage\n" + string.Concat(Enumerable.Repeat("a;b;c;d;e\n", 1001))), Columns, Readers.Rules.Intake.Files).Problem, StringComparison.Ordinal);
}
