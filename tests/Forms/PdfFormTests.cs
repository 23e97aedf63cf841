using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

public sealed class PdfFormTests
{
    private static readonly PdfFormWriter Writer = new();
    private static readonly IFormReader Reader = Readers.Of<PdfFormReader>();

    [Fact]
    public void Every_kind_of_answer_comes_back_from_the_pdf_as_it_went_in()
    {
        var reading = Reader.Read(Writer.Write(TestForms.EveryKind, TestForms.Filled));

        Assert.Equal("RS-IA every-kind 2026-3", reading.Code);
        Assert.Equal("pdf-fields", reading.Reader);
        Assert.Equal(TestForms.Filled.OrderBy(pair => pair.Key), reading.Values.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void An_empty_pdf_has_a_code_and_no_answers()
    {
        var reading = Reader.Read(Writer.Write(TestForms.EveryKind));

        Assert.Equal("RS-IA every-kind 2026-3", reading.Code);
        Assert.Empty(reading.Values);
    }

    [Fact]
    public void A_value_longer_than_its_field_or_its_limit_is_kept_whole()
    {
        var lines = string.Join("\n", Enumerable.Range(1, 2000).Select(i => $"Ligne {i} : été"));
        var values = new Dictionary<string, string> { ["problem"] = lines, ["title"] = string.Concat(Enumerable.Repeat("é ", 250)).Trim() };

        Assert.Equal(values.OrderBy(pair => pair.Key), Reader.Read(Writer.Write(TestForms.EveryKind, values)).Values.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void The_pdf_speaks_french_to_screen_readers_and_follows_its_own_reading_order()
    {
        using var document = PdfDocument.Open(Writer.Write(TestForms.EveryKind));
        var catalogue = document.Structure.Catalog.CatalogDictionary;
        Assert.True(document.TryGetForm(out var form));

        Assert.Equal("fr-FR", catalogue.Get<StringToken>(NameToken.Create("Lang"), document.Structure.TokenScanner).Data);
        Assert.True(catalogue.ContainsKey(NameToken.Create("StructTreeRoot")));
        Assert.Equal("Fiche d’essai", document.Information.Title);
        Assert.All(form.Fields, field => Assert.False(string.IsNullOrWhiteSpace(field.Information.AlternateName)));
        Assert.All(document.GetPages(), page => Assert.Equal(NameToken.S, page.Dictionary.Data["Tabs"]));
    }

    [Fact]
    public void Every_page_shows_the_code_and_its_number()
    {
        using var document = PdfDocument.Open(Writer.Write(TestForms.EveryKind));

        Assert.All(document.GetPages(), page => Assert.Contains("RS-IA every-kind 2026-3", page.Text, StringComparison.Ordinal));
        Assert.All(document.GetPages(), page => Assert.Contains($"page {page.Number}/{document.NumberOfPages}", page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_edge_finds_a_reader_for_what_each_writer_makes()
    {
        Assert.All(Readers.Writers, writer => Assert.Equal(writer.ContentType, Readers.For(writer.Write(TestForms.EveryKind).ToArray())?.ContentType));
    }
}
