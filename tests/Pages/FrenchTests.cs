using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Pages;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Pages;

public sealed class FrenchTests
{
    [Fact]
    public void A_date_has_its_month_in_words_and_the_first_is_an_ordinal()
    {
        Assert.Equal("24\u00a0novembre 2026", French.Date(new DateOnly(2026, 11, 24)));
        Assert.Equal("1er\u00a0décembre 2026", French.Date(new DateOnly(2026, 12, 1)));
    }

    [Fact]
    public void An_instant_is_told_in_Paris_time_in_summer_as_in_winter()
    {
        Assert.Equal("24\u00a0novembre 2026 à 14\u00a0h\u00a030", French.DateTime(new DateTimeOffset(2026, 11, 24, 13, 30, 0, TimeSpan.Zero)));
        Assert.Equal("2\u00a0juillet 2026 à 0\u00a0h\u00a005", French.DateTime(new DateTimeOffset(2026, 7, 1, 22, 5, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("Quoi ?", "Quoi\u202f?")]
    [InlineData("Oui ; non !", "Oui\u202f; non\u202f!")]
    [InlineData("Réponses : les voici, à 5 %", "Réponses\u00a0: les voici, à 5\u00a0%")]
    [InlineData("Dire « bonjour » d'ici", "Dire «\u00a0bonjour\u00a0» d’ici")]
    [InlineData("RIA, art. 5, § 1, et annexe III", "RIA, art.\u00a05, §\u00a01, et annexe\u00a0III")]
    [InlineData("à 14:30", "à 14:30")]
    [InlineData(null, "")]
    public void A_text_of_the_rules_gets_the_spaces_of_French(string? written, string shown)
    {
        Assert.Equal(shown, French.Text(written));
        Assert.Equal(shown, French.Text(French.Text(written)));
    }

    [Fact]
    public void Every_word_of_the_process_has_its_French()
    {
        var rules = CharterLoader.Load();
        string[] words =
        [
            .. Enum.GetValues<Step>().Select(French.Of),
            .. Enum.GetValues<CaseStatus>().Select(French.Of),
            .. Enum.GetValues<RiskClass>().Select(French.Of),
            .. Enum.GetValues<EndState>().Select(French.Of),
            .. Enum.GetValues<Role>().Select(role => French.Of(role, rules)),
        ];
        string[] names =
        [
            .. Enum.GetNames<CaseStatus>(), .. Enum.GetNames<RiskClass>(), .. Enum.GetNames<EndState>(), .. Enum.GetNames<Role>(),
        ];
        Assert.Empty(words.Intersect(names));
    }
}
