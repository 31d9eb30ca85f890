using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Tests.Wire;

/// <summary>
/// The parsers against everything: what is written reads back, and no input does more than fail as it may.
/// </summary>
public sealed class WireProperties
{
    private const int Cases = 3000;

    [Fact]
    public void A_percent_encoded_text_is_printable_and_reads_back()
    {
        Check(ArbMap.Default.ArbFor<string>().Filter(text => text is not null && IsUnicode(text)), text =>
        {
            var encoded = PercentEncoding.Encode(text);
            return encoded.All(character => character is >= ' ' and <= '~') && PercentEncoding.Decode(encoded) == text;
        });
    }

    [Fact]
    public void Decoding_percent_encoding_never_fails()
    {
        var nasty = Gen.Elements('%', '0', 'f', 'G', 'é', '\ud800', ' ', 'A').ArrayOf()
            .Select(text => new string(text));
        Check(nasty.ToArbitrary(), text => PercentEncoding.Decode(text) is not null);
    }

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%", "%")]
    [InlineData("%G1%4", "%G1%4")]
    [InlineData("%E2%98%BA", "☺")]
    [InlineData("%ff", "\ufffd")]
    public void Broken_percent_encoding_stays_as_it_is(string encoded, string decoded) =>
        Assert.Equal(decoded, PercentEncoding.Decode(encoded));

    [Fact]
    public void A_timeout_reads_back_no_shorter_and_hardly_longer()
    {
        // Every order of magnitude, from one tick to some thousand years.
        var timeouts =
            from exponent in Gen.Choose(0, 59)
            from part in Gen.Choose(0, int.MaxValue)
            select new TimeSpan((1L << exponent) + (long)((1L << exponent) * (part / (double)int.MaxValue)));
        Check(timeouts.ToArbitrary(), timeout =>
        {
            var header = TimeoutHeader.Format(timeout);
            return TimeoutHeader.TryParse(header, out var read)
                && header.Length <= 9
                && read >= timeout
                && read.Ticks - timeout.Ticks <= Math.Max(TimeSpan.TicksPerMillisecond, timeout.Ticks / 50_000);
        });
    }

    [Fact]
    public void Any_text_is_a_timeout_or_is_not()
    {
        var texts = Gen.Elements('0', '9', '5', 'H', 'M', 'S', 'm', 'u', 'n', '-', '+', ' ', '.', '٣').ArrayOf()
            .Select(text => new string(text));
        Check(texts.ToArbitrary(), text =>
        {
            var legal = text.Length is >= 2 and <= 9
                && "HMSmun".Contains(text[^1])
                && text[..^1].All(char.IsAsciiDigit);
            return TimeoutHeader.TryParse(text, out var timeout) == legal && timeout >= TimeSpan.Zero;
        });
    }

    [Fact]
    public void Binary_metadata_reads_back_with_or_without_padding()
    {
        Check(ArbMap.Default.ArbFor<byte[]>().Filter(bytes => bytes is not null), bytes =>
        {
            var text = MetadataCodec.EncodeBase64(bytes);
            return !text.Contains('=')
                && MetadataCodec.TryDecodeBase64(text, out var unpadded) && unpadded.SequenceEqual(bytes)
                && MetadataCodec.TryDecodeBase64(Convert.ToBase64String(bytes), out var padded)
                && padded.SequenceEqual(bytes);
        });
    }

    [Fact]
    public void Any_header_text_is_metadata_without_failing()
    {
        var nasty = Gen.Elements('A', 'Q', '=', ',', ' ', '+', '/', '-', 'é', '\u007f').ArrayOf()
            .Select(text => new string(text));
        Check(nasty.ToArbitrary(), text =>
        {
            var metadata = new RpcMetadata();
            MetadataCodec.Read("Key-bin", text, metadata);
            MetadataCodec.Read("Key", text, metadata);
            return metadata.GetText("key") == text;
        });
    }

    [Fact]
    public void Messages_read_back_whatever_the_pieces_they_arrive_in()
    {
        var inputs =
            from texts in ArbMap.Default.GeneratorFor<string>().ArrayOf()
            from cut in Gen.Choose(1, 40)
            from compression in Gen.Elements(RpcCompression.None, RpcCompression.Gzip, RpcCompression.Deflate)
            select (texts, cut, compression);
        Check(inputs.ToArbitrary(), input =>
        {
            var messages = input.texts.Select(text => new Words { Text = Clean(text) }).ToArray();
            var bytes = new ArrayBufferWriter<byte>();
            foreach (var message in messages)
            {
                MessageEncoder.Write(bytes, message, 1 << 20, input.compression);
            }

            var read = ReadAll(Pieces(bytes.WrittenMemory, input.cut), 1 << 20, input.compression);
            return read.Messages.SequenceEqual(messages) && read.Error is null;
        });
    }

    [Fact]
    public void Any_bytes_are_messages_or_an_error_of_the_protocol()
    {
        // Whole frames, broken frames and noise, one behind the other.
        var frame = Gen.Choose(0, 1000).Select(count => RawCall.Frame(new Words { Count = count }.ToByteArray()));
        var broken = from whole in frame from left in Gen.Choose(0, whole.Length) select whole[..left];
        var noise = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();
        var inputs =
            from parts in Gen.Frequency((8, frame), (1, broken), (1, noise)).ArrayOf()
            let bytes = parts.SelectMany(part => part).ToArray()
            from cut in Gen.Choose(1, 9)
            from compression in Gen.Elements(RpcCompression.None, RpcCompression.Gzip, RpcCompression.Deflate)
            select (bytes, cut, compression);
        var outcomes = new Dictionary<string, int>();
        Check(inputs.ToArbitrary(), input =>
        {
            var read = ReadAll(Pieces(input.bytes, input.cut), 100, input.compression);
            var outcome = read.Error?.Code.ToString() ?? (read.Messages.Count > 0 ? "messages" : "empty");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            return read.Error is null or { Code: RpcStatusCode.Internal or RpcStatusCode.ResourceExhausted };
        });

        // The generator reaches every outcome, or it shows nothing.
        Assert.All(["messages", "Internal", "ResourceExhausted"], name => Assert.InRange(outcomes[name], 5, Cases));
    }

    [Fact]
    public void Any_inflated_message_stays_within_the_limit()
    {
        var sizes = Gen.Choose(0, 3000);
        Check(sizes.ToArbitrary(), size =>
        {
            using var packed = MessageCompressor.Compress(RpcCompression.Gzip, new byte[size]);
            var source = new ReadOnlySequence<byte>(packed.Written);
            try
            {
                using var inflated = MessageCompressor.Decompress(RpcCompression.Gzip, source, 1500);
                return inflated.Length == size && size <= 1500;
            }
            catch (RpcException error)
            {
                return error.Code == RpcStatusCode.ResourceExhausted && size > 1500;
            }
        });
    }

    private static void Check<T>(Arbitrary<T> inputs, Func<T, bool> property) =>
        Prop.ForAll(inputs, property).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(Cases));

    private static bool IsUnicode(string text) => Clean(text) == text;

    private static string Clean(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static Pipe Pieces(ReadOnlyMemory<byte> bytes, int size)
    {
        // Segments of a few bytes: frames and their headers fall across them.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: 1));
        for (var at = 0; at < bytes.Length; at += size)
        {
            var piece = bytes.Slice(at, Math.Min(size, bytes.Length - at));
            piece.CopyTo(pipe.Writer.GetMemory(piece.Length));
            pipe.Writer.Advance(piece.Length);
        }

        pipe.Writer.Complete();
        return pipe;
    }

    private static (List<Words> Messages, RpcException? Error) ReadAll(Pipe pipe, int limit, RpcCompression compression)
    {
        var messages = new List<Words>();
        var reader = new MessageReader<Words>(
            pipe.Reader, new MessageDecoder<Words>(Words.Parser, limit, compression));
        try
        {
            // Everything has been written: nothing is ever awaited.
            while (reader.ReadAsync(CancellationToken.None).AsTask().Result is { } message)
            {
                messages.Add(message);
            }

            return (messages, null);
        }
        catch (AggregateException error) when (error.InnerException is RpcException refused)
        {
            return (messages, refused);
        }
    }
}
