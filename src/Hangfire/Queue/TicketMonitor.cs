using Hangfire.Storage;
using Hangfire.Storage.Monitoring;

namespace BatchRunner.Hangfire.Queue;

/// <summary>
/// The storage's own view of its tables. Only that a ticket which is not finished has no date of removal is put right:
/// the storage says the year 1, and Hangfire's page would take it for finished.
/// </summary>
sealed class TicketMonitor(IMonitoringApi storage) : IMonitoringApi
{
    public JobDetailsDto? JobDetails(string jobId)
    {
        var details = storage.JobDetails(jobId);
        if (details?.ExpireAt == DateTime.MinValue) details.ExpireAt = null;
        return details;
    }

    public IList<QueueWithTopEnqueuedJobsDto> Queues() => storage.Queues();
    public IList<ServerDto> Servers() => storage.Servers();
    public StatisticsDto GetStatistics() => storage.GetStatistics();
    public JobList<EnqueuedJobDto> EnqueuedJobs(string queue, int from, int perPage) => storage.EnqueuedJobs(queue, from, perPage);
    public JobList<FetchedJobDto> FetchedJobs(string queue, int from, int perPage) => storage.FetchedJobs(queue, from, perPage);
    public JobList<ProcessingJobDto> ProcessingJobs(int from, int count) => storage.ProcessingJobs(from, count);
    public JobList<ScheduledJobDto> ScheduledJobs(int from, int count) => storage.ScheduledJobs(from, count);
    public JobList<SucceededJobDto> SucceededJobs(int from, int count) => storage.SucceededJobs(from, count);
    public JobList<FailedJobDto> FailedJobs(int from, int count) => storage.FailedJobs(from, count);
    public JobList<DeletedJobDto> DeletedJobs(int from, int count) => storage.DeletedJobs(from, count);
    public long ScheduledCount() => storage.ScheduledCount();
    public long EnqueuedCount(string queue) => storage.EnqueuedCount(queue);
    public long FetchedCount(string queue) => storage.FetchedCount(queue);
    public long FailedCount() => storage.FailedCount();
    public long ProcessingCount() => storage.ProcessingCount();
    public long SucceededListCount() => storage.SucceededListCount();
    public long DeletedListCount() => storage.DeletedListCount();
    public IDictionary<DateTime, long> SucceededByDatesCount() => storage.SucceededByDatesCount();
    public IDictionary<DateTime, long> FailedByDatesCount() => storage.FailedByDatesCount();
    public IDictionary<DateTime, long> HourlySucceededJobs() => storage.HourlySucceededJobs();
    public IDictionary<DateTime, long> HourlyFailedJobs() => storage.HourlyFailedJobs();
}
