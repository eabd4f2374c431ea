using Microsoft.Extensions.Options;

namespace BatchRunner.Runner.Settings;

/// <summary>The annotations of <see cref="RunnerOptions"/> as compiled code.</summary>
[OptionsValidator]
public sealed partial class RunnerOptionsValidator : IValidateOptions<RunnerOptions>;
