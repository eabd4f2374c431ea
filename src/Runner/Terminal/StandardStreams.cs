using System.ComponentModel;
using System.Runtime.InteropServices;

namespace BatchRunner.Runner.Terminal;

/// <summary>
/// The process's own input and outputs as bytes. Not through <see cref="Console"/>: its stream swallows a closed pipe,
/// so <c>| head</c> would leave us computing for nobody, and a FileStream writes at offsets of its own, over what
/// another process wrote to the same redirected file. It also spares the start-up cost of the console.
/// </summary>
static partial class StandardStreams
{
    const int Interrupted = 4;
    const int BrokenPipe = 32;

    /// <returns>Bytes read; 0 at the end.</returns>
    /// <exception cref="IOException">The input cannot be read.</exception>
    public static unsafe int Read(Span<byte> buffer)
    {
        if (OperatingSystem.IsWindows()) return WindowsInput.Value.Read(buffer);
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = read(0, start, buffer.Length);
                if (count >= 0) return (int)count;
                if (Marshal.GetLastPInvokeError() != Interrupted) throw Failure("cannot read the input");
            }
        }
    }

    /// <param name="descriptor">1 for the output, 2 for messages.</param>
    /// <param name="bytes">All of them are written, in order.</param>
    /// <exception cref="BrokenPipeException">Nobody reads any more.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static unsafe void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            (descriptor == 1 ? WindowsOutput : WindowsMessages).Value.Write(bytes);
            return;
        }
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var count = write(descriptor, start + done, bytes.Length - done);
                if (count >= 0) done += count;
                else if (Marshal.GetLastPInvokeError() is BrokenPipe) throw new BrokenPipeException();
                else if (Marshal.GetLastPInvokeError() is not Interrupted) throw Failure("cannot write the output");
            }
        }
    }

    static readonly Lazy<Stream> WindowsInput = new(Console.OpenStandardInput);
    static readonly Lazy<Stream> WindowsOutput = new(Console.OpenStandardOutput);
    static readonly Lazy<Stream> WindowsMessages = new(Console.OpenStandardError);

    static IOException Failure(string what) =>
        new($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint write(int descriptor, byte* buffer, nint count);
}
