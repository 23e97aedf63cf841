using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

public sealed class PdfFormTests
{
    private static readonly PdfFormWriter Writer = new();
    private static readonly PdfFormReader Reader = new();

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
}
