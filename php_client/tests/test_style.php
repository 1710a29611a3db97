<?php

declare(strict_types=1);

/** The rules of PSR-12 that can be told without a tool. */

namespace FrameByFrame\Tests;

return function (Suite $suite): void {
    $root = dirname(__DIR__);
    foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($root)) as $file) {
        if ($file->getExtension() !== 'php') {
            continue;
        }
        $suite->test('style: ' . substr($file->getPathname(), strlen($root) + 1), function () use ($file): void {
            $source = file_get_contents($file->getPathname());
            same(true, str_starts_with($source, "<?php\n\ndeclare(strict_types=1);\n\n"), 'first lines:');
            same(true, str_ends_with($source, "\n") && !str_ends_with($source, "\n\n"), 'one line end at the end:');
            same([], preg_grep('/\t|\r|\s$|^.{121}/u', explode("\n", $source)), 'tabs, blanks at the end, long lines:');
        });
    }
};
