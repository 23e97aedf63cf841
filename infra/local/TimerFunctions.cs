using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace RegionSud.AiWorkflow.Local;

/// <summary>Runs the app's timer functions on their own schedules.</summary>
public sealed class TimerFunctions(IReadOnlyList<LocalFunction> functions, IServiceProvider services, IConfiguration configuration, TimeProvider time, ILogger<TimerFunctions> log)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(functions.Where(function => function.Trigger is TimerTriggerAttribute).Select(function => RunAsync(function, stoppingToken)));

    private async Task RunAsync(LocalFunction function, CancellationToken stopping)
    {
        var schedule = CrontabSchedule.Parse(
            ScheduleOf((TimerTriggerAttribute)function.Trigger), new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        while (!stopping.IsCancellationRequested)
        {
            var now = time.GetUtcNow().UtcDateTime;
            await Task.Delay(schedule.GetNextOccurrence(now) - now, time, stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            if (stopping.IsCancellationRequested)
                return;
            try
            {
                await using var scope = services.CreateAsyncScope();
                await function.InvokeAsync(scope.ServiceProvider, parameter =>
                    parameter.ParameterType == typeof(CancellationToken) ? stopping : parameter.ParameterType == typeof(TimerInfo) ? new TimerInfo() : null);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "The timer function {Function} failed; it runs again at its next time.", function.Name);
            }
        }
    }

    private string ScheduleOf(TimerTriggerAttribute timer) => timer.Schedule is ['%', .. var name, '%']
        ? configuration[name] ?? throw new InvalidOperationException($"The setting {name} is missing.")
        : timer.Schedule;
}
