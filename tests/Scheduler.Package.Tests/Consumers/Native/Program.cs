using System.Runtime.CompilerServices;
using GeneratedScheduler;

await using RectangleScheduler areas = RectangleScheduler.Create();
double area = await (await areas.EnqueueAsync(new Rectangle(1.5, 2))).Completion;
Console.WriteLine($"{area} {(RuntimeFeature.IsDynamicCodeSupported ? "just in time" : "native")}");

[ScheduledTask("geometry.area")]
public sealed record Rectangle(double Width, double Height);

public static class Geometry
{
    [Actuator]
    public static double Area(Rectangle rectangle) => rectangle.Width * rectangle.Height;
}
