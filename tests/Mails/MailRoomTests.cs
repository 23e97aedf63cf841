using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Mails;

public sealed class MailRoomTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly Postman postman = new();
    private readonly CaseId id = Sample.NewCase();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_asked_for_twice_goes_out_once()
    {
        await using var services = Services();
        var order = await OrderAsync(services);

        await services.GetRequiredService<IMailRoom>().SendAsync(order, Cancellation);
        await services.GetRequiredService<IMailRoom>().SendAsync(order, Cancellation);

        var sent = Assert.Single(postman.Taken);
        var kept = await services.GetRequiredService<TableOutbox>().FindAsync(id, order.MailId, Cancellation);
        Assert.Equal(MailState.Sent, kept!.State);
        Assert.NotNull(kept.SentAt);
        Assert.Equal(sent.Text, kept.Text);
        Assert.Matches("^<[0-9a-f]{32}@region\\.example>$", sent.MessageId);
    }

    [Fact]
    public async Task A_second_call_costs_one_storage_request()
    {
        await using var services = Services();
        var order = await OrderAsync(services);
        var room = services.GetRequiredService<IMailRoom>();
        await room.SendAsync(order, Cancellation);

        Assert.Equal(1, await Wire.CountAsync(() => room.SendAsync(order, Cancellation)));
    }

    [Fact]
    public async Task A_mail_that_was_not_taken_keeps_its_error_and_goes_out_later_the_same()
    {
        await using var services = Services();
        var order = await OrderAsync(services);
        var (room, outbox) = (services.GetRequiredService<IMailRoom>(), services.GetRequiredService<TableOutbox>());
        postman.Refusal = new MailNotTakenException("The mail server refused the mail with 451.", "try later", true);

        await Assert.ThrowsAsync<MailNotTakenException>(() => room.SendAsync(order, Cancellation));
        var failed = await outbox.FindAsync(id, order.MailId, Cancellation);
        Assert.Equal(MailState.Failed, failed!.State);
        Assert.Contains("try later", failed.Error, StringComparison.Ordinal);

        Assert.False(Assert.Single(await UndeliveredAsync(services)).ForGood);

        postman.Refusal = null;
        await room.SendAsync(order, Cancellation);
        Assert.Empty(await UndeliveredAsync(services));
        var sent = Assert.Single(postman.Taken);
        Assert.Equal((failed.MessageId, failed.Text, failed.Html), (sent.MessageId, sent.Text, sent.Html));
        Assert.Null((await outbox.FindAsync(id, order.MailId, Cancellation))!.Error);
    }

    [Fact]
    public async Task A_mail_refused_for_good_holds_nobody_up_and_is_named_by_its_recipient_s_role()
    {
        await using var services = Services();
        var order = await OrderAsync(services);
        var dpo = (await services.GetRequiredService<IPeople>().HoldersAsync(Role.Dpo, await services.GetRequiredService<CaseFiles>().GetAsync(id, Cancellation), Cancellation)).Single();
        postman.Refusal = new MailNotTakenException("The mail server refused the recipient with 550.", "no such mailbox", false);

        await services.GetRequiredService<IMailRoom>().SendAsync(order, Cancellation);
        await services.GetRequiredService<IMailRoom>().SendAsync(order with { MailId = $"{id}.closed.{dpo.Id}", Recipient = dpo.Id }, Cancellation);

        var failures = await UndeliveredAsync(services);
        Assert.All(failures, failure => Assert.True(failure.ForGood));
        Assert.Equal([Role.Dpo, Role.Requester], failures.Select(failure => failure.To).OrderByDescending(role => role));
    }

    [Fact]
    public async Task A_mail_whose_hand_over_stopped_midway_is_sent_again_under_the_same_Message_ID()
    {
        await using var services = Services();
        var order = await OrderAsync(services);
        var room = services.GetRequiredService<IMailRoom>();
        postman.Crash = true;
        await Assert.ThrowsAsync<CrashException>(() => room.SendAsync(order, Cancellation));
        Assert.Equal(MailState.Pending, (await services.GetRequiredService<TableOutbox>().FindAsync(id, order.MailId, Cancellation))!.State);

        postman.Crash = false;
        await room.SendAsync(order, Cancellation);

        Assert.Equal(2, postman.Taken.Count);
        Assert.Equal(postman.Taken[0].MessageId, postman.Taken[1].MessageId);
        Assert.Equal(postman.Taken[0].Links, postman.Taken[1].Links);
    }

    [Fact]
    public async Task Nobody_is_written_to_whom_the_directory_no_longer_knows_and_the_process_goes_on()
    {
        await using var services = Services();
        var order = await OrderAsync(services) with { Recipient = "erased" };

        await services.GetRequiredService<IMailRoom>().SendAsync(order, Cancellation);

        Assert.Empty(postman.Taken);
        Assert.Empty(await services.GetRequiredService<TableOutbox>().ListAsync(id, Cancellation));
    }

    [Fact]
    public async Task A_recipient_of_another_domain_is_not_written_to_and_the_outbox_says_why()
    {
        await using var services = Services(("Mail:OnlyTo", "essai.example"));
        var order = await OrderAsync(services);

        await services.GetRequiredService<IMailRoom>().SendAsync(order, Cancellation);

        Assert.Empty(postman.Taken);
        var kept = await services.GetRequiredService<TableOutbox>().FindAsync(id, order.MailId, Cancellation);
        Assert.Equal((MailState.Withheld, null), (kept!.State, kept.SentAt));
        Assert.Contains("Mail:OnlyTo", kept.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_s_link_opens_for_its_recipient_at_the_version_of_the_file()
    {
        await using var services = Services();
        await OrderAsync(services);
        var (files, people) = (services.GetRequiredService<CaseFiles>(), services.GetRequiredService<IPeople>());
        var head = (await people.HoldersAsync(Role.DirectorateHead, await files.GetAsync(id, Cancellation), Cancellation)).Single();
        var task = new TaskOrder(id, Step.Need, 1, "endorse", 1);
        await files.RecordAsync(id, [new Fact($"opened:{task.TaskId}", new CaseEvent.TaskOpened(task.TaskId, "endorse", Role.DirectorateHead, [head.Id], store.Time.GetUtcNow().AddDays(5), "1"))], Cancellation);

        await services.GetRequiredService<IMailRoom>().SendAsync(new MailOrder($"{task.TaskId}.asked.{head.Id}", MailKind.TaskAsked, id, head.Id, task.TaskId), Cancellation);

        var address = Assert.Single(Assert.Single(postman.Taken).Links);
        var link = services.GetRequiredService<Edge.Tasks.TaskLinks>().Read(address[(address.LastIndexOf('/') + 1)..]);
        Assert.Equal((task.TaskId, head.Id, 1L), (link!.TaskId, link.Person, link.Version));
    }

    private async Task<List<UndeliveredMail>> UndeliveredAsync(ServiceProvider services) =>
        [.. (await services.GetRequiredService<TableOutbox>().UndeliveredAsync(500, Cancellation)).Mails.Where(mail => mail.CaseId == id)];

    private async Task<MailOrder> OrderAsync(ServiceProvider services)
    {
        var requester = await services.GetRequiredService<IPeople>().EnsureAsync("jeanne.roux@region.example", null, "lycees", Cancellation);
        var deposited = new CaseEvent.NeedDeposited("web", Sample.Document, Sample.NewFingerprint(), "lycees", requester.Id);
        await services.GetRequiredService<CaseFiles>().RecordAsync(id, [new Fact("deposited", deposited, requester.Id)], Cancellation);
        return new MailOrder($"{id}.receipt", MailKind.Receipt, id, requester.Id);
    }

    private ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(store.Time)
            .AddSingleton(store.Tables)
            .AddSingleton(store.Blobs)
            .AddSingleton(CharterLoader.Load())
            .AddSingleton<ICaseJournal, TableJournal>()
            .AddSingleton<IDocuments, BlobDocuments>()
            .AddSingleton<IPeople, TablePeople>()
            .AddSingleton<ICaseLists, TableLists>()
            .AddSingleton<CaseFiles>()
            .AddSingleton<TableOutbox>()
            .AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>()
            .AddMails(configuration)
            .AddSingleton<IMailTransport>(postman)
            .BuildServiceProvider();
    }

    private sealed class CrashException : Exception;

    // The wire's two ends are tested elsewhere; here it is what the room does with the answers.
    private sealed class Postman : IMailTransport
    {
        public List<OutboxMail> Taken { get; } = [];

        public MailNotTakenException? Refusal { get; set; }

        public bool Crash { get; set; }

        public Task SendAsync(OutboxMail mail, CancellationToken cancellation)
        {
            if (Refusal is not null)
                throw Refusal;
            Taken.Add(mail);
            return Crash ? throw new CrashException() : Task.CompletedTask;
        }
    }
}
