using System.Text.Json;
using RegionSud.AiWorkflow.Ports;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

/// <summary>Files that other programs made or filled, and files that nobody should trust.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("besoin-pdftk.pdf", "besoin.json")]
    [InlineData("besoin-poppler.pdf", "besoin.json")]
    [InlineData("besoin-libreoffice.docx", "besoin-libreoffice.json")]
    public void A_need_form_filled_by_another_program_is_read_whole(string file, string answers)
    {
        var content = SampleFiles.Bytes(file);
        var reading = Readers.For(content)!.Read(content);
        var expected = JsonSerializer.Deserialize<Dictionary<string, string>>(SampleFiles.Bytes(answers))!;

        Assert.Equal("RS-IA need 2026-1", reading.Code);
        Assert.Equal(expected.OrderBy(pair => pair.Key), reading.Values.OrderBy(pair => pair.Key));
    }

    [Theory]
    [InlineData("besoin-vide.pdf")]
    [InlineData("besoin-vide.docx")]
    [InlineData("besoin-imprime.pdf")]
    public void A_need_form_without_fields_or_answers_is_still_known_by_its_code(string file)
    {
        var content = SampleFiles.Bytes(file);
        var reading = Readers.For(content)!.Read(content);

        Assert.Equal("RS-IA need 2026-1", reading.Code);
        Assert.Empty(reading.Values);
    }

    [Theory]
    [InlineData("hostile/tronque.pdf", UnreadableCause.Damaged)]
    [InlineData("hostile/tronque.docx", UnreadableCause.Damaged)]
    [InlineData("hostile/mot-de-passe.pdf", UnreadableCause.Encrypted)]
    [InlineData("hostile/mot-de-passe.docx", UnreadableCause.Encrypted)]
    [InlineData("hostile/autre.pdf", UnreadableCause.NotOurForm)]
    [InlineData("hostile/autre.docx", UnreadableCause.NotOurForm)]
    [InlineData("hostile/macro.docm", UnreadableCause.ActiveContent)]
    public void An_unreadable_file_is_refused_with_its_cause(string file, UnreadableCause cause)
    {
        var content = SampleFiles.Bytes(file);
        var reader = Readers.For(content);

        Assert.NotNull(reader);
        Assert.Equal(cause, Assert.Throws<FormUnreadableException>(() => reader.Read(content)).Cause);
    }

    [Theory]
    [InlineData("hostile/vide.pdf")]
    [InlineData("hostile/texte.pdf")]
    [InlineData("besoin.json")]
    public void A_file_of_no_known_format_has_no_reader_whatever_its_name(string file) =>
        Assert.Null(Readers.For(SampleFiles.Bytes(file)));
}
