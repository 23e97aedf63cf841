using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class PeopleTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TablePeople people = new(store.Tables, Sample.Rules);
    private readonly string email = $"Jeanne.{Guid.NewGuid():N}@Region.example";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_simultaneous_calls_for_one_address_give_one_person()
    {
        var found = await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => people.EnsureAsync(email, "Jeanne Roux", "finances", Cancellation)));

        var person = Assert.Single(found.Distinct());
        Assert.Equal(person, await people.FindAsync(person.Id, Cancellation));
        Assert.Equal(("Jeanne Roux", email.ToLowerInvariant(), "finances"), (person.Name, person.Email, person.Directorate));
        Assert.DoesNotContain("jeanne", person.Id, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_name_that_was_not_known_is_filled_in_and_a_known_one_stays()
    {
        var first = await people.EnsureAsync(email, null, null, Cancellation);
        Assert.Equal(email.ToLowerInvariant(), first.Name);

        var second = await people.EnsureAsync($" {email.ToUpperInvariant()} ", "Jeanne Roux", "finances", Cancellation);
        Assert.Equal((first.Id, "Jeanne Roux", "finances"), (second.Id, second.Name, second.Directorate));
        Assert.Equal(second, await people.EnsureAsync(email, "Jeanne Autre", "culture", Cancellation));
        Assert.Equal(second, await people.FindAsync(first.Id, Cancellation));
    }

    [Fact]
    public async Task A_person_whose_second_row_was_never_written_is_completed()
    {
        var first = await people.EnsureAsync(email, "Jeanne Roux", null, Cancellation);
        await store.Tables.GetTableClient(StorageNames.PeopleTable).DeleteEntityAsync("id", first.Id, cancellationToken: Cancellation);
        Assert.Null(await people.FindAsync(first.Id, Cancellation));

        Assert.Equal(first, await people.EnsureAsync(email, "Jeanne Roux", null, Cancellation));
        Assert.Equal(first, await people.FindAsync(first.Id, Cancellation));
    }

    [Fact]
    public async Task The_holders_of_roles_are_the_requester_the_head_and_the_services()
    {
        var requester = await people.EnsureAsync(email, "Jeanne Roux", "finances", Cancellation);
        var useCase = new UseCase { Id = Sample.NewCase(), Directorate = "finances", Requester = requester.Id, Original = Sample.Document };

        Assert.Equal([requester], await people.HoldersAsync(Role.Requester, useCase, Cancellation));
        var head = Assert.Single(await people.HoldersAsync(Role.DirectorateHead, useCase, Cancellation));
        Assert.Equal(("Claire Martin", "claire.martin@region.example"), (head.Name, head.Email));
        Assert.Equal("dsipn@region.example", Assert.Single(await people.HoldersAsync(Role.Dsipn, useCase, Cancellation)).Email);
        Assert.Empty(await people.HoldersAsync(Role.Dpo, useCase, Cancellation));
        Assert.Empty(await people.HoldersAsync(Role.DirectorateHead, useCase with { Directorate = "inconnue" }, Cancellation));
        Assert.Empty(await people.HoldersAsync(Role.Requester, useCase with { Requester = "erased" }, Cancellation));
        Assert.Equal(0, await Wire.CountAsync(() => people.HoldersAsync(Role.Dsipn, useCase, Cancellation)));
    }
}
