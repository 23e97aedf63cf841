using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

public sealed class DocxFormTests
{
    private static readonly DocxFormWriter Writer = new();
    private static readonly IFormReader Reader = Readers.Of<DocxFormReader>();

    [Fact]
    public void Every_kind_of_answer_comes_back_from_the_word_form_as_it_went_in()
    {
        var reading = Reader.Read(Writer.Write(TestForms.EveryKind, TestForms.Filled));

        Assert.Equal("RS-IA every-kind 2026-3", reading.Code);
        Assert.Equal("word-controls", reading.Reader);
        Assert.Equal(TestForms.Filled.OrderBy(pair => pair.Key), reading.Values.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void An_empty_word_form_has_a_code_and_no_answers()
    {
        var reading = Reader.Read(Writer.Write(TestForms.EveryKind));

        Assert.Equal("RS-IA every-kind 2026-3", reading.Code);
        Assert.Empty(reading.Values);
    }

    [Fact]
    public void The_word_form_is_valid_to_the_schema_of_Office()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Writer.Write(TestForms.EveryKind, TestForms.Filled).ToArray()), false);

        Assert.Empty(new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}"));
    }
}
