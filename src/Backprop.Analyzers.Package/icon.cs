// Draws icon.png: the hidden state of step t (the dot) gets a gradient on two paths, from above and from step t + 1.
//
//   dotnet run src/Backprop.Analyzers.Package/icon.cs -- src/Backprop.Analyzers.Package/icon.png
using System.Buffers.Binary;
using System.IO.Compression;

const int Size = 128;
const int Samples = 4; // per pixel and axis, for smooth edges

(double R, double G, double B) navy = (0.09, 0.14, 0.26), white = (1, 1, 1), amber = (1.0, 0.70, 0.16), teal = (0.24, 0.80, 0.75);

var pixels = new byte[Size * (1 + 4 * Size)];
for (var y = 0; y < Size; y++)
{
    for (var x = 0; x < Size; x++)
    {
        Pixel(x, y).CopyTo(pixels, y * (1 + 4 * Size) + 1 + 4 * x);
    }
}

File.WriteAllBytes(args[0], [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, Header()), .. Chunk("IDAT"u8, Deflate(pixels)), .. Chunk("IEND"u8, [])]);

byte[] Pixel(int x, int y)
{
    double r = 0, g = 0, b = 0, alpha = 0;
    for (var i = 0; i < Samples * Samples; i++)
    {
        if (Colour(x + (i % Samples + 0.5) / Samples, y + (i / Samples + 0.5) / Samples) is not { } colour)
        {
            continue;
        }

        (r, g, b, alpha) = (r + colour.R, g + colour.G, b + colour.B, alpha + 1);
    }

    return alpha == 0
        ? [0, 0, 0, 0]
        : [(byte)(255 * r / alpha), (byte)(255 * g / alpha), (byte)(255 * b / alpha), (byte)(255 * alpha / (Samples * Samples))];
}

(double R, double G, double B)? Colour(double x, double y)
{
    if (!InRoundedSquare(x, y))
    {
        return null;
    }

    if (Distance(x, y, 46, 76, 46, 76) < 17)
    {
        return white;
    }

    if (InArrow(x, y, fromX: 46, fromY: 18, toX: 46, toY: 55))
    {
        return amber;
    }

    return InArrow(x, y, fromX: 112, fromY: 76, toX: 67, toY: 76) ? teal : navy;
}

static bool InRoundedSquare(double x, double y)
{
    const double Corner = 24;
    var (dx, dy) = (Math.Max(Math.Abs(x - Size / 2) - (Size / 2 - Corner), 0), Math.Max(Math.Abs(y - Size / 2) - (Size / 2 - Corner), 0));
    return dx * dx + dy * dy < Corner * Corner;
}

// A shaft and a head of two strokes.
static bool InArrow(double x, double y, double fromX, double fromY, double toX, double toY)
{
    const double Width = 4.5, Head = 13;
    var length = Math.Sqrt((toX - fromX) * (toX - fromX) + (toY - fromY) * (toY - fromY));
    var (ux, uy) = ((toX - fromX) / length, (toY - fromY) / length);
    return Distance(x, y, fromX, fromY, toX, toY) < Width
        || Distance(x, y, toX, toY, toX - Head * (ux + uy), toY - Head * (uy - ux)) < Width
        || Distance(x, y, toX, toY, toX - Head * (ux - uy), toY - Head * (uy + ux)) < Width;
}

// From a point to a segment.
static double Distance(double x, double y, double ax, double ay, double bx, double by)
{
    var squared = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
    var along = squared == 0 ? 0 : Math.Clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared, 0, 1);
    return Math.Sqrt(Math.Pow(x - ax - along * (bx - ax), 2) + Math.Pow(y - ay - along * (by - ay), 2));
}

static byte[] Header()
{
    var header = new byte[13];
    BinaryPrimitives.WriteInt32BigEndian(header, Size);
    BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
    (header[8], header[9]) = (8, 6); // 8 bits a channel, RGBA
    return header;
}

static byte[] Deflate(byte[] data)
{
    using var result = new MemoryStream();
    using (var stream = new ZLibStream(result, CompressionLevel.SmallestSize))
    {
        stream.Write(data);
    }

    return result.ToArray();
}

static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
{
    var chunk = new byte[12 + data.Length];
    BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
    type.CopyTo(chunk.AsSpan(4));
    data.CopyTo(chunk, 8);
    BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
    return chunk;
}

static uint Crc(ReadOnlySpan<byte> bytes)
{
    var crc = uint.MaxValue;
    foreach (var value in bytes)
    {
        crc ^= value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }
    }

    return ~crc;
}
