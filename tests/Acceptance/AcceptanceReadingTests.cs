using System.Globalization;
using RegionSud.AiWorkflow.Acceptance;

namespace RegionSud.AiWorkflow.Tests.Acceptance;

public sealed class AcceptanceReadingTests
{
    private static readonly AcceptancePlan Plan = new(
        [
            new AcceptanceMeasure("exactitude", "Exactitude", "%", 90, Better.Higher, "Sur cent comptes rendus."),
            new AcceptanceMeasure("delai", "Délai", "s", 4, Better.Lower, "Médiane."),
        ],
        null, "", "", "salt");

    [Theory]
    [InlineData("0,93", "0.93")]
    [InlineData("0.93", "0.93")]
    [InlineData(",5", "0.5")]
    [InlineData("1 234,5", "1234.5")]
    [InlineData("1\u202f234", "1234")]
    [InlineData("\u22122", "-2")]
    [InlineData("1e-05", "0.00001")]
    [InlineData("7.9228162514264337593543950335E+4", null)]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    [InlineData("99999999999999999999999999999", null)]
    [InlineData("1.234,5", null)]
    [InlineData("1,234,567", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e400", null)]
    [InlineData("1e-400", null)]
    [InlineData("=1+1", null)]
    [InlineData("environ 3", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Numbers_are_read_as_people_or_programs_write_them_and_nothing_else_is_a_number(string? text, string? number) =>
        Assert.Equal(number is null ? null : decimal.Parse(number, CultureInfo.InvariantCulture), AcceptanceReading.Number(text));

    [Fact]
    public void A_unit_behind_a_number_is_no_fault_but_another_one_is()
    {
        Assert.Equal(93, AcceptanceReading.Number("93 %", "%"));
        Assert.Null(AcceptanceReading.Number("93 s", "%"));
    }

    [Theory]
    [InlineData("Taux d’erreur", "taux-d-erreur")]
    [InlineData("  Délai (médiane) ", "delai-mediane")]
    [InlineData("Cœur", "coeur")]
    [InlineData("数", "mesure")]
    public void A_name_becomes_an_id_that_programs_can_write(string name, string id) => Assert.Equal(id, AcceptanceReading.Slug(name));

    [Fact]
    public void A_measure_keeps_its_id_when_its_name_changes_and_a_new_one_never_takes_another_s()
    {
        var (measures, problems) = AcceptanceReading.Measures([Row("Justesse") with { Id = "exactitude" }, Row("Exactitude"), Row(""), Row("Justesse des noms") with { Id = "../x" }]);
        Assert.Empty(problems);
        Assert.Equal(["exactitude", "exactitude-2", "justesse-des-noms"], measures.Select(measure => measure.Id));
    }

    [Fact]
    public void Each_fault_of_a_plan_is_said_at_its_field()
    {
        var (_, problems) = AcceptanceReading.Measures(
            [Row("Bonne"), new TypedMeasure("", new string('n', 121), new string('u', 21), "beaucoup", "Sideways", "-"), Row("bonne"), Row("Longue") with { Method = new string('m', 1001) }]);
        Assert.Equal(["m2-nom", "m2-unite", "m2-seuil", "m2-sens", "m2-methode", "m3-nom", "m4-methode"], problems.Select(problem => problem.Field));
        Assert.All(problems, problem => Assert.DoesNotMatch(@"\S [:;!?»]|« |\p{L}'\p{L}", problem.Message));
    }

    [Fact]
    public void A_plan_has_one_measure_at_least_and_twenty_at_most()
    {
        Assert.Equal("m1-nom", Assert.Single(AcceptanceReading.Measures([Row(""), Row("")]).Problems).Field);
        Assert.Empty(AcceptanceReading.Measures([.. Enumerable.Range(1, 20).Select(number => Row($"Mesure {number}"))]).Problems);
        Assert.Contains("20 mesures au plus", Assert.Single(AcceptanceReading.Measures([.. Enumerable.Range(1, 21).Select(number => Row($"Mesure {number}"))]).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_name_a_measure_by_its_id_or_its_name_and_may_leave_some_out()
    {
        var (values, problems) = AcceptanceReading.Values(Plan, [new("DÉLAI", "3,5"), new("exactitude", " ")]);
        Assert.Empty(problems);
        Assert.Equal(("delai", 3.5m), (Assert.Single(values).Key, Assert.Single(values).Value));
    }

    [Theory]
    [InlineData("vitesse", "1", "r-vitesse", "n’est pas une mesure du plan")]
    [InlineData("delai", "vite", "r-delai", "écrivez un nombre en chiffres")]
    [InlineData("delai", "", "r-exactitude", "Donnez au moins une valeur.")]
    public void Results_that_cannot_be_understood_are_told_at_their_measure(string measure, string value, string field, string message)
    {
        var problem = Assert.Single(AcceptanceReading.Values(Plan, [new(measure, value)]).Problems);
        Assert.Equal(field, problem.Field);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measure_with_two_values_and_a_flood_of_values_are_refused()
    {
        Assert.Contains("deux valeurs", Assert.Single(AcceptanceReading.Values(Plan, [new("delai", "1"), new("Délai", "2")]).Problems).Message, StringComparison.Ordinal);
        Assert.Single(AcceptanceReading.Values(Plan, [.. Enumerable.Range(0, 5000).Select(number => new KeyValuePair<string, string>($"m{number}", "1"))]).Problems);
    }

    private static TypedMeasure Row(string name) => name.Length == 0 ? new("", "", "", "", "", "") : new("", name, "", "0,9", "Higher", "Sur cent essais.");
}
