using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BatchRunner.Architecture.Tests;

/// <summary>Habits that keep the code predictable, checked on the built types.</summary>
public sealed class ConductTests
{
    const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly string[] JunkDrawers = ["Utils", "Util", "Helper", "Helpers", "Manager", "Common", "Misc"];

    [Fact]
    public void Every_class_is_sealed_static_or_abstract()
    {
        var open = from type in House.Types
                   where type is { IsClass: true, IsSealed: false, IsAbstract: false }
                   where !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                   select type.FullName;

        Assert.NotEmpty(House.Types);
        Assert.Empty(open);
    }

    [Fact]
    public void Public_async_methods_end_in_a_cancellation_token()
    {
        var forgetful = from type in House.Types
                        where type.IsVisible
                        from method in type.GetMethods(Everything)
                        where method is { IsPublic: true, IsSpecialName: false } && IsAsync(method.ReturnType)
                        where method.Name != nameof(IAsyncDisposable.DisposeAsync)
                        where method.GetBaseDefinition() == method
                        where method.GetParameters() is not [.., { ParameterType: var last }]
                            || last != typeof(CancellationToken)
                        select $"{type.FullName}.{method.Name}";

        Assert.Empty(forgetful);
    }

    [Fact]
    public void No_cancellation_token_of_a_public_method_is_optional()
    {
        var tempting = from type in House.Types
                       where type.IsVisible
                       from method in type.GetMethods(Everything)
                       where method.IsPublic
                       from parameter in method.GetParameters()
                       where parameter.ParameterType == typeof(CancellationToken) && parameter.HasDefaultValue
                       select $"{type.FullName}.{method.Name}";

        Assert.Empty(tempting);
    }

    [Fact]
    public void No_async_void()
    {
        var lost = from type in House.Types
                   from method in type.GetMethods(Everything)
                   where method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))
                   select $"{type.FullName}.{method.Name}";

        Assert.Empty(lost);
    }

    [Fact]
    public void Log_event_ids_are_never_reused_and_tell_the_room()
    {
        var messages = (from type in House.Types
                        from method in type.GetMethods(Everything)
                        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
                        where message is not null
                        select (Room: type.Assembly.GetName().Name, message.EventId, method.Name)).ToList();

        Assert.NotEmpty(messages);
        Assert.Empty(messages.GroupBy(m => m.EventId).Where(g => g.Count() > 1).SelectMany(g => g));
        Assert.All(messages, message => Assert.Equal(message.Room switch
        {
            "BatchRunner.Jobs" => 1,
            "BatchRunner.Storage" => 2,
            "BatchRunner.Runner" => 3,
            var mute => throw new InvalidOperationException($"{mute} does not log."),
        }, message.EventId / 1000));
    }

    [Fact]
    public void Nothing_is_named_like_a_junk_drawer()
    {
        var drawers = from type in House.Types
                      from word in JunkDrawers
                      where type.Name.EndsWith(word, StringComparison.Ordinal)
                          || type.Namespace!.Split('.').Contains(word)
                      select type.FullName;

        Assert.Empty(drawers);
    }

    static bool IsAsync(Type type) =>
        typeof(Task).IsAssignableFrom(type)
        || type == typeof(ValueTask)
        || type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(ValueTask<>)
                || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}
